import { Tag } from 'antd';
import type { ReactNode } from 'react';

export type Tone = 'calm' | 'good' | 'busy' | 'warn' | 'bad';

/** A word on a ground that says how it stands; colours that meet 4.5:1, which the presets do not. */
export const Toned = ({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) => (
  <Tag className={`tone tone-${tone}`}>{children}</Tag>
);
