import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** What the server says of a recipient: nothing is yes. */
type Verdict = (address: string) => number | undefined;

const refusal = (code: number): Error => Object.assign(new Error('refused'), { responseCode: code });

/** A real SMTP server that keeps what it took, refuses whom it is told to, and can be shut and opened again. */
export class PostOffice {
  readonly mails: Email[] = [];
  verdict: Verdict = () => undefined;
  #server: SMTPServer | undefined;
  #port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Mails to one address. */
  to(address: string): Email[] {
    return this.mails.filter(({ to }) => to?.some((one) => one.address === address));
  }

  async open(): Promise<void> {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _, done) => {
        const code = this.verdict(address);
        done(code ? refusal(code) : undefined);
      },
      onData: (stream, _, done) => void this.#take(stream).then(() => done(), done),
    });
    const server = this.#server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    const address = server.server.address();
    this.#port = typeof address === 'object' && address ? address.port : 0;
  }

  async shut(): Promise<void> {
    await new Promise<void>((resolve) => this.#server?.close(resolve));
  }

  async #take(stream: SMTPServerDataStream): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    this.mails.push(await PostalMime.parse(Buffer.concat(chunks)));
  }
}
