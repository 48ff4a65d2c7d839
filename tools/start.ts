// `npm start`: the whole stack with the demo company, until Ctrl-C.
import { main } from './command.ts';
import { session } from './stack/session.ts';

main(() => session());
