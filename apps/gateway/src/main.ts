import { readSettings } from '@anju/platform';
import { startGateway } from './gateway.js';
import { gatewaySettings } from './settings.js';

const gateway = await startGateway(readSettings(gatewaySettings));
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void gateway.stop().then(() => process.exit()));
}
