-- Days on which an estate works or rests otherwise than the country.
ALTER TABLE estate
  ADD COLUMN days_off    text[] NOT NULL DEFAULT '{}',
  ADD COLUMN days_worked text[] NOT NULL DEFAULT '{}';
