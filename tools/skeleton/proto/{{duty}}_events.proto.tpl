syntax = "proto3";

// What {{duty}} tells.
package anju.{{duty}}.v1;

import "anju/options/v1/options.proto";

// A {{noun}} was opened. Key: {{noun}}.
message {{Noun}}Opened {
  option (anju.options.v1.live).permission = "{{duty}}.read";
  // The {{noun}}.
  string {{noun}}_id = 1;
  // The estate.
  string estate_id = 2;
}
