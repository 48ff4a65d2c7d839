-- Files of a case. Their bytes lie outside under <tenant>/ticketing/<id>; a row is written only after its bytes.
CREATE TABLE ticket_file (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  name         text NOT NULL CHECK (name <> ''),
  media_type   text NOT NULL,
  size_bytes   integer NOT NULL CHECK (size_bytes > 0),
  sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  adder_id     uuid NOT NULL,
  added_at     timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX ticket_file_of_ticket ON ticket_file (tenant_id, ticket_id, id);
CALL anju_wall('ticket_file', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)',
               'SELECT, INSERT, DELETE');
