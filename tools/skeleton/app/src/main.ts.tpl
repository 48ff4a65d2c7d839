import { runService } from '@anju/platform';
import { {{duty}} } from './{{duty}}.module.js';

await runService({{duty}});
