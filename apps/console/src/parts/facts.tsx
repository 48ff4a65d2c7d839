import type { ReactNode } from 'react';

type Fact = readonly [name: string, value: ReactNode];

/** Names and values; what has no value is left out. */
export function Facts({ all }: { readonly all: readonly Fact[] }) {
  const said = all.filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return (
    <dl className="facts">
      {said.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
