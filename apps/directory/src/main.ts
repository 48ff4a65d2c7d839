import { runService } from '@anju/platform';
import { directory } from './directory.module.js';

await runService(directory);
