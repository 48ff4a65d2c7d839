syntax = "proto3";

// What {{duty}} answers.
package anju.{{duty}}.v1;

import "anju/options/v1/options.proto";
import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";

// The duty's {{nouns}}.
service {{Duty}}Service {
  // Opens a {{noun}}.
  rpc Create{{Noun}}(Create{{Noun}}Request) returns ({{Noun}}) {
    option (google.api.http) = {post: "/v1/{{nouns}}" body: "*"};
    option (anju.options.v1.access) = {
      permission: "{{duty}}.create"
      audience: [AUDIENCE_STAFF]
      posts: [POST_SERVICE_MANAGER]
      scope: SCOPE_ESTATE
    };
  }
  // Reads one {{noun}}.
  rpc Get{{Noun}}(Get{{Noun}}Request) returns ({{Noun}}) {
    option (google.api.http) = {get: "/v1/{{nouns}}/{id}"};
    option (anju.options.v1.access) = {
      permission: "{{duty}}.read"
      audience: [AUDIENCE_STAFF]
      posts: [POST_SERVICE_MANAGER]
      scope: SCOPE_ESTATE
    };
  }
}

// One {{noun}}.
message {{Noun}} {
  // Its id.
  string id = 1;
  // The estate.
  string estate_id = 2;
  // What it is about.
  string title = 3;
  // When it was opened.
  google.protobuf.Timestamp open_time = 4;
  // Who opened it.
  string opener_id = 5;
  // Version for If-Match.
  string etag = 6;
}

// Opens a {{noun}}.
message Create{{Noun}}Request {
  // The estate.
  string estate_id = 1 [(buf.validate.field).string.uuid = true];
  // What it is about.
  string title = 2 [(buf.validate.field).string = {min_len: 1 max_len: 200}];
}

// Reads one {{noun}}.
message Get{{Noun}}Request {
  // Its id.
  string id = 1 [(buf.validate.field).string.uuid = true];
}

// Reasons this service refuses for.
enum Error {
  // Unknown.
  ERROR_UNSPECIFIED = 0;
  // A title says something.
  ERROR_TITLE_MISSING = 1 [(anju.options.v1.text) = {zh: "标题不能为空。" en: "A title is required."}];
}
