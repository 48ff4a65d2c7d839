import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import stackUp from './stack-up.mjs';

const program = '/usr/bin/chromium';

/** Debian's Chromium, brought in once where that is possible; the tests start it themselves. */
export default async function browserUp() {
  if (!existsSync(program) && process.getuid?.() === 0)
    spawnSync('apt-get', ['install', '-y', 'chromium', 'fonts-noto-cjk'], { stdio: 'ignore' });
  if (!existsSync(program)) throw new Error(`${program} is missing: apt-get install chromium`);
  await stackUp();
}
