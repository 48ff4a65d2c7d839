{
  "name": "@anju/{{duty}}",
  "version": "0.0.0",
  "private": true,
  "type": "module",
  "nx": {
    "tags": ["type:service", "scope:{{duty}}"]
  }
}
