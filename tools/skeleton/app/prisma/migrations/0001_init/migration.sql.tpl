CREATE TABLE {{noun}} (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  estate_id uuid NOT NULL,
  title     text NOT NULL CHECK (title <> ''),
  opened_at timestamptz(3) NOT NULL,
  opener_id uuid NOT NULL,
  version   integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CALL anju_wall('{{noun}}', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');
