/** Bounds that hold for every kind of plugin. Memory, stack and time are in the profile. */
const KIB = 1024;
const MIB = 1024 * KIB;

/** A plugin's text, in bytes. */
export const SOURCE_BYTES = MIB;
/** What a run returns, as JSON. */
export const RESULT_BYTES = 256 * KIB;
/** What a job carries into a run, and what a run sends with one host call, as JSON. */
export const ARGUMENT_BYTES = MIB;
/** Arrays and objects within each other in what a run is given. */
export const ARGUMENT_DEPTH = 500;
/** What the host answers to one call, as JSON. */
export const ANSWER_BYTES = 4 * MIB;
export const HOST_CALLS = 1_000;
/** Of one run: more wait until others are answered. */
export const HOST_CALLS_AT_ONCE = 8;
/** All calls of a run together, and all answers. */
export const ALL_ARGUMENTS_BYTES = 32 * MIB;
export const ALL_ANSWERS_BYTES = 32 * MIB;

export const LOG_LINES = 100;
/** All lines of a run together. */
export const LOG_CHARACTERS = 16 * KIB;
export const LOG_LINE_CHARACTERS = 2 * KIB;

/** Of an error that a plugin throws; and of the name of a hook or endpoint that is not there. */
export const ERROR_NAME_CHARACTERS = 100;
export const ERROR_MESSAGE_CHARACTERS = 2_000;
export const ERROR_STACK_CHARACTERS = 4_000;

/** A plugin's top level, when it is only looked at. */
export const INSPECTION_LIMIT_MS = 5_000;
/** No frame from a child is longer: what is was not written by our code. */
export const FRAME_BYTES = 8 * MIB;
