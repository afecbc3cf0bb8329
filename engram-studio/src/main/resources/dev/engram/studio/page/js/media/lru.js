/** A map that forgets what was least recently used when its values weigh more than `limit`. */
export class Lru {
  constructor(limit, weigh, drop = () => {}) {
    this.limit = limit;
    this.weigh = weigh;
    this.drop = drop;
    this.weight = 0;
    this.map = new Map();
  }

  get(key) {
    const value = this.map.get(key);
    if (value !== undefined) {
      this.map.delete(key);
      this.map.set(key, value);
    }
    return value;
  }

  has(key) {
    return this.map.has(key);
  }

  set(key, value) {
    this.delete(key);
    this.map.set(key, value);
    this.weight += this.weigh(value);
    for (const oldest of this.map.keys()) {
      if (this.weight <= this.limit || oldest === key) {
        break;
      }
      this.delete(oldest);
    }
  }

  delete(key) {
    const value = this.map.get(key);
    if (value !== undefined) {
      this.map.delete(key);
      this.weight -= this.weigh(value);
      this.drop(value);
    }
  }
}
