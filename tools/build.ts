// `npm run build`: src -> dist of every app and lib, and the console. Types are checked by `npm run check`, not here.
import { main } from './command.ts';
import { compileAll } from './compile.ts';
import { buildConsole } from './console.ts';

main(async () => {
  const written = await compileAll();
  console.log(written ? `compiled ${written} files` : 'compiled code is up to date');
  if (await buildConsole()) console.log('built the console');
});
