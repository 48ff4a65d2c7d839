// `npm run -s token -- <account> [password]`: an access token of the running stack, the way any program gets one:
// authorization code with PKCE as the public client `anju-cli`. Prints the token and nothing else.
import { main, ToolError } from './command.ts';
import { stateFolder } from './paths.ts';
import { readState, secretsOf } from './stack/state.ts';
import { signIn } from './stack/sign-in.ts';

main(async () => {
  const [account, password] = process.argv.slice(2);
  if (!account) throw new ToolError('usage: npm run -s token -- <account> [password]');
  const url = process.env['ANJU_URL'] ?? readState(stateFolder).url;
  if (!url) throw new ToolError('the stack is not running: start it with `npm start`');
  const { operatorLogin, operatorPassword, demoPassword } = secretsOf(stateFolder);
  const known = account === operatorLogin ? operatorPassword : demoPassword;
  console.log(await signIn(url, account, password ?? known));
});
