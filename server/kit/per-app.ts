/**
 * State that a module keeps in memory belongs to one App (a process may hold several: two sites in one test), and the
 * App must not grow with modules. So each module keys its state by the App here.
 */
export function perApp<A extends object, T>(make: (app: A) => T): (app: A) => T {
  const states = new WeakMap<A, T>()
  return (app) => {
    let state = states.get(app)
    if (state === undefined) {
      state = make(app)
      states.set(app, state)
    }
    return state
  }
}
