-- Who decides for whom while they are away. Whoever sees their own rows only sees what they gave and what they were given.
CREATE TABLE delegation (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  from_staff_id uuid NOT NULL,
  to_staff_id   uuid NOT NULL CHECK (to_staff_id <> from_staff_id),
  from_at       timestamptz(3) NOT NULL,
  to_at         timestamptz(3) NOT NULL CHECK (to_at > from_at),
  reason        text NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  ended_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX delegation_from ON delegation (tenant_id, from_staff_id, to_at);
CREATE INDEX delegation_to ON delegation (tenant_id, to_staff_id, to_at);
CALL anju_wall('delegation',
               'tenant_id = anju_tenant() AND (anju_sees_person(from_staff_id) OR anju_sees_person(to_staff_id))',
               'SELECT, INSERT, UPDATE');

-- A step that was decided by whoever stood in for somebody.
ALTER TABLE approval_step ADD COLUMN on_behalf_of uuid;
