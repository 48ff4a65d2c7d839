// In every test process: the stack that may be broken takes the place of the one that may not.
const { url, state, switchboard } = JSON.parse(process.env.ANJU_OUTAGES ?? '{}');
Object.assign(process.env, { ANJU_E2E_URL: url, ANJU_STATE: state, ANJU_SWITCHBOARD: switchboard });
