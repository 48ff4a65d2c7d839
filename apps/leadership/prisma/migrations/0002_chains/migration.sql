-- Who decides what, set by the company. A chain is never changed: it is ended, and another one is set.
CREATE TABLE approval_chain (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  duty       text NOT NULL,
  -- empty for any
  category   text NOT NULL,
  from_fen   bigint NOT NULL CHECK (from_fen >= 0),
  posts      integer[] NOT NULL CHECK (cardinality(posts) BETWEEN 1 AND 3),
  created_at timestamptz(3) NOT NULL,
  created_by uuid NOT NULL,
  ended_at   timestamptz(3),
  ended_by   uuid,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX approval_chain_current ON approval_chain (tenant_id, duty, category, from_fen) WHERE ended_at IS NULL;
CALL anju_wall('approval_chain', 'tenant_id = anju_tenant()', 'SELECT, INSERT, UPDATE');
