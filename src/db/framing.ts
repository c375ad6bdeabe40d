const LENGTH_BYTES = 4;
const HEADER_BYTES = 1 + LENGTH_BYTES;

/** The length of all complete messages at the start of `bytes`. */
function completeLength(bytes: Uint8Array, isStartup: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isStartup) {
    const complete = bytes.length >= LENGTH_BYTES && bytes.length >= view.getInt32(0);
    return complete ? view.getInt32(0) : 0;
  }
  let end = 0;
  while (end + HEADER_BYTES <= bytes.length) {
    const next = end + 1 + view.getInt32(end + 1);
    if (next > bytes.length) break;
    end = next;
  }
  return end;
}

/** Cuts one client's byte stream into whole messages of the Postgres protocol. */
export class MessageStream {
  #pending: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #isStartup = true;

  /** Takes the next bytes and returns what is complete now: the startup message, or many others. */
  *push(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
    this.#pending = this.#pending.length
      ? new Uint8Array(Buffer.concat([this.#pending, bytes]))
      : bytes;
    for (;;) {
      const end = completeLength(this.#pending, this.#isStartup);
      if (end === 0) return;
      const messages = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end);
      this.#isStartup = false;
      yield messages;
    }
  }
}
