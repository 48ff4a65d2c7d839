-- Cases of other systems keep their number and what the requester said of them there.
ALTER TABLE ticket
  ADD COLUMN external_number       text CHECK (external_number <> ''),
  ADD COLUMN external_satisfaction integer CHECK (external_satisfaction BETWEEN 1 AND 5);
CREATE UNIQUE INDEX ticket_external_number ON ticket (tenant_id, external_number) WHERE external_number IS NOT NULL;

-- What people call estates and units: imports name them, exports show them. Filled by the directory's next words.
ALTER TABLE estate ADD COLUMN IF NOT EXISTS name text NOT NULL DEFAULT '';
ALTER TABLE unit ADD COLUMN IF NOT EXISTS label text NOT NULL DEFAULT '';
