// Moments and choices from a seed, so that a story that failed can be told again: XUNAN_SEED=… .

export class Seeded {
  private state: bigint;

  constructor(readonly seed = Number(process.env.XUNAN_SEED ?? Math.floor(Math.random() * 1e9))) {
    this.state = BigInt(seed);
  }

  /** A whole number below this. */
  below(end: number): number {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
    let word = this.state;
    word = ((word ^ (word >> 30n)) * 0xbf58476d1ce4e5b9n) & 0xffffffffffffffffn;
    word = ((word ^ (word >> 27n)) * 0x94d049bb133111ebn) & 0xffffffffffffffffn;
    return Number((word ^ (word >> 31n)) % BigInt(end));
  }
}
