-- From when the ladder of what was missed counts: later by the time the case waited for its requester since.
ALTER TABLE promise ADD COLUMN ladder_at timestamptz(3);
ALTER TABLE commitment ADD COLUMN ladder_at timestamptz(3);

-- Nearest due first: what ended lies before what is open, and grows for ever.
CREATE INDEX commitment_open ON commitment (tenant_id, due_at, id) WHERE state IN ('requested', 'accepted');
