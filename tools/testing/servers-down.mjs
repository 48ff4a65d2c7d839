export default async function serversDown() {
  await globalThis.anjuTestServers?.stop();
}
