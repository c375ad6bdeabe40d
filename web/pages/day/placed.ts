/** Where a part of the timeline is drawn: `from` and `length` are 0 to 1 of what it shows. */
export function placed({ from, length }: { from: number; length: number }): {
  left: string;
  width: string;
} {
  return { left: `${from * 100}%`, width: `${length * 100}%` };
}
