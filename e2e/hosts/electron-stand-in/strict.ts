/**
 * An object that has these members and throws on every other, so that a host that begins to use more of Electron fails here instead of
 * being waved through.
 */
export function strict<Members extends object>(name: string, members: Members): Members {
  return new Proxy(members, {
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || key in target) {
        const member: unknown = Reflect.get(target, key, receiver);
        // A method works on the object itself, which it may change; who holds this one may not.
        return typeof member === 'function' && typeof key === 'string' ? member.bind(target) : member;
      }
      throw new Error(`The stand-in knows no electron.${name}.${key}: add it, with what it cannot prove.`);
    },
    set: (_target, key) => {
      throw new Error(`The stand-in does not let electron.${name}.${String(key)} be set.`);
    },
  });
}
