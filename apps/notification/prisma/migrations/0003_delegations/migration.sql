-- What this service keeps of leadership: who stands in for whom, so that approvals reach them, too.
CREATE TABLE delegation (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  from_staff_id uuid NOT NULL,
  to_staff_id   uuid NOT NULL,
  from_at       timestamptz(3) NOT NULL,
  to_at         timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX delegation_from ON delegation (tenant_id, from_staff_id, to_at);
CALL anju_wall('delegation', 'tenant_id = anju_tenant()', 'SELECT, INSERT, UPDATE');
