CREATE TABLE approval (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  state          text NOT NULL CHECK (state IN ('requested', 'granted', 'refused', 'returned', 'withdrawn')),
  estate_id      uuid NOT NULL,
  duty           text NOT NULL,
  subject_id     uuid NOT NULL,
  subject_number text NOT NULL,
  category       text NOT NULL,
  amount_fen     bigint NOT NULL CHECK (amount_fen >= 0),
  requester_id   uuid,
  requested_at   timestamptz(3) NOT NULL,
  decided_at     timestamptz(3),
  version        integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX approval_queue ON approval (tenant_id, (state <> 'requested'), requested_at, id);
CREATE INDEX approval_subject ON approval (tenant_id, subject_id);
CALL anju_wall('approval', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');

CREATE TABLE approval_step (
  tenant_id   uuid NOT NULL,
  approval_id uuid NOT NULL,
  position    integer NOT NULL,
  post        integer NOT NULL,
  decision    text CHECK (decision IN ('grant', 'refuse', 'return')),
  comment     text NOT NULL DEFAULT '',
  staff_id    uuid,
  decided_at  timestamptz(3),
  PRIMARY KEY (tenant_id, approval_id, position),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES approval (tenant_id, id)
);
CALL anju_wall('approval_step', 'tenant_id = anju_tenant() AND EXISTS (
  SELECT 1 FROM approval a WHERE a.tenant_id = approval_step.tenant_id AND a.id = approval_step.approval_id)');
