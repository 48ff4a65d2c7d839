import { runService } from '@anju/platform';
import { identity } from './identity.module.js';

await runService(identity);
