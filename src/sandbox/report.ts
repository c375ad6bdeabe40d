/** What parent and child tell each other about one job. Both sides parse what they get. */
import { type Static, Type } from '@sinclair/typebox';

const ErrorShape = Type.Object({
  kind: Type.Union([
    Type.Literal('syntax'),
    Type.Literal('error'),
    Type.Literal('no_handler'),
    Type.Literal('timeout'),
    Type.Literal('memory'),
    Type.Literal('limit'),
    Type.Literal('busy'),
    Type.Literal('crashed'),
  ]),
  name: Type.String(),
  message: Type.String(),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
  stack: Type.Optional(Type.String()),
});

const LogShape = Type.Object({
  level: Type.Union([Type.Literal('log'), Type.Literal('warn'), Type.Literal('error')]),
  text: Type.String(),
});

const told = {
  logs: Type.Array(LogShape),
  droppedLogs: Type.Integer(),
  hostCalls: Type.Integer(),
  /** In the child, host calls included. */
  ms: Type.Number(),
  /** Of those, the ones in which it only waited for its host. */
  waitMs: Type.Number(),
};

export const ReportShape = Type.Union([
  Type.Object({ ok: Type.Literal(true), json: Type.String(), ...told }),
  Type.Object({ ok: Type.Literal(false), error: ErrorShape, ...told }),
]);
export type Report = Static<typeof ReportShape>;

export const JobFrame = Type.Object({
  /** Counts the child's jobs; calls and answers carry it. */
  run: Type.Integer(),
  /** Of the plugin's text. */
  hash: Type.String(),
  call: Type.Union([
    Type.Object({ kind: Type.Literal('hook'), name: Type.String() }),
    Type.Object({ kind: Type.Literal('endpoint'), name: Type.String() }),
    Type.Object({ kind: Type.Literal('inspect') }),
  ]),
  /** JSON text of `{ context, argument }`: the guest's to read, nobody else's. */
  input: Type.String(),
  limitMs: Type.Number(),
});
export type JobFrame = Static<typeof JobFrame>;

export const ProfileFrame = Type.Object({
  memoryBytes: Type.Integer(),
  stackBytes: Type.Integer(),
  runLimitMs: Type.Number(),
  hostCalls: Type.Union([Type.Literal('promises'), Type.Literal('blocking')]),
});
