import { url } from './company.js';

export interface Told {
  readonly event: string;
  readonly subject: string;
  readonly estateId: string;
}

/** Somebody who follows live updates. */
export class EventStream {
  readonly told: Told[] = [];
  readonly #stop = new AbortController();
  #ended = false;

  private constructor(readonly answer: Response) {}

  static async open(headers: Record<string, string>, at = url): Promise<EventStream> {
    const stop = new AbortController();
    const answer = await fetch(`${at}/v1/events:stream`, { headers, signal: stop.signal });
    const stream = new EventStream(answer);
    stream.#stop.signal.addEventListener('abort', () => stop.abort());
    if (answer.status === 200) void stream.#read();
    return stream;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether it heard of this case or other subject. */
  knows(subject: string): boolean {
    return this.told.some((one) => one.subject === subject);
  }

  close(): void {
    this.#stop.abort();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of this.answer.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        blocks.forEach((block) => this.#take(block));
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      this.#ended = true;
    }
  }

  #take(block: string): void {
    const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
    if (!line('data')) return;
    this.told.push({ event: line('event'), ...(JSON.parse(line('data')) as Omit<Told, 'event'>) });
  }
}
