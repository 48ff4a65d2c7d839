# {{duty}}

**Duty** Article 5: say here what this service answers for.

**Owns** `{{noun}}`.

**Answers** `POST /v1/{{nouns}}`, `GET /v1/{{nouns}}/{id}`.

**Tells** `{{Noun}}Opened`.

**Hears** directory's access events.

**Settings** none of its own.
