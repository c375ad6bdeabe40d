/** A client that costs next to nothing: what the server can do is seen, not what `fetch` costs. */
import type { Socket } from 'bun';

const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_START = 'HTTP/1.1 '.length;
const STATUS_END = STATUS_START + 3;
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

export interface Answer {
  status: number;
  /** Valid until the next answer. */
  body: Buffer;
}

/** Cuts a stream of bytes into answers. They need a Content-Length; no server of ours streams here. */
function openReader(onAnswer: (answer: Answer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const headEnd = rest.indexOf(HEAD_END);
      if (headEnd < 0) break;
      const head = rest.toString('latin1', 0, headEnd);
      const length = CONTENT_LENGTH.exec(head)?.[1];
      if (length === undefined) throw new Error(`an answer without Content-Length:\n${head}`);
      const bodyStart = headEnd + HEAD_END.length;
      const end = bodyStart + Number(length);
      if (rest.length < end) break;
      const answer = {
        status: Number(head.slice(STATUS_START, STATUS_END)),
        body: rest.subarray(bodyStart, end),
      };
      rest = rest.subarray(end);
      onAnswer(answer);
    }
    // The chunk's memory belongs to the socket.
    if (rest.length > 0) rest = Buffer.from(rest);
  };
}

export interface Connection {
  /** Sends one request; its answer comes through `onAnswer`. */
  send(request: Uint8Array): void;
  close(): void;
}

interface ConnectOptions {
  port: number;
  onAnswer: (answer: Answer) => void;
  onClose: (error: Error) => void;
}

/** A keep-alive connection to this machine. */
export async function openConnection({
  port,
  onAnswer,
  onClose,
}: ConnectOptions): Promise<Connection> {
  const read = openReader(onAnswer);
  let unsent: Uint8Array = new Uint8Array();
  let isClosed = false;

  function write(socket: Socket): void {
    unsent = unsent.subarray(Math.max(0, socket.write(unsent)));
  }
  function end(error: Error): void {
    if (isClosed) return;
    isClosed = true;
    onClose(error);
  }
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port,
    socket: {
      data: (_, chunk) => read(chunk),
      drain: write,
      close: () => end(new Error('the server closed the connection')),
      error: (_, error) => end(error),
    },
  });
  socket.setNoDelay(true);
  return {
    send(request) {
      unsent = request;
      write(socket);
    },
    close() {
      isClosed = true;
      socket.end();
    },
  };
}

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  key: string;
  body?: string;
}

/** The bytes of a request. */
export function toBytes({ method, path, key, body }: Request): Buffer {
  const content = Buffer.from(body ?? '');
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    `X-API-Key: ${key}`,
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${content.length}`]),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content]);
}

/** One request after the other, for sections that need no load. */
export async function openClient(port: number) {
  let waiting = Promise.withResolvers<Answer>();
  const connection = await openConnection({
    port,
    onAnswer: (answer) => waiting.resolve(answer),
    onClose: (error) => waiting.reject(error),
  });
  return {
    /** Sends and waits; throws unless the answer is a success. */
    async ask(request: Uint8Array): Promise<Answer> {
      waiting = Promise.withResolvers<Answer>();
      connection.send(request);
      const answer = await waiting.promise;
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw new Error(`the server answered ${answer.status}: ${answer.body}`);
    },
    close: () => connection.close(),
  };
}

export type Client = Awaited<ReturnType<typeof openClient>>;
