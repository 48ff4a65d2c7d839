-- What is still queued of something that somebody took note of is stopped.
ALTER TABLE delivery DROP CONSTRAINT delivery_state_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_state_check
  CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed', 'stopped'));
CREATE INDEX notice_source ON notice (tenant_id, source_id) WHERE source_id IS NOT NULL;

-- Taken note of before it was heard here: then nothing is sent.
CREATE TABLE noted_source (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, source_id)
);
CALL anju_wall('noted_source', 'tenant_id = anju_tenant()', 'SELECT, INSERT, DELETE');
