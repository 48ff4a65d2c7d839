/** What the clocks of a zone show at a moment: `2026-03-02T17:30`. */
export function toWall(moment: string, zone: string): string {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(moment));
  return shown.replace(' ', 'T');
}

/** The moment at which the clocks of a zone show this, as ISO 8601. */
export function fromWall(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall}:00Z`);
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  const shift = (at: number) => Date.parse(`${toWall(new Date(at).toISOString(), zone)}:00Z`) - at;
  return new Date(asUtc - shift(asUtc - shift(asUtc))).toISOString();
}
