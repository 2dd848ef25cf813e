import Type, { type Static } from 'typebox'

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** A browser in which you are signed in. */
export const Session = Type.Object({
  id: Type.String(),
  created_at: Type.String({ description: 'When it was signed in' }),
  last_used_at: Type.String({ description: 'A day: `2026-11-24`' }),
  /** An address, of IPv6 its /64. Gone 30 days after the session ends. */
  network: Nullable(Type.String()),
  agent: Type.String({ description: 'As `Firefox on Linux`' }),
  current: Type.Boolean({ description: 'Whether it is the browser that asks' }),
})
export type Session = Static<typeof Session>

/** An app that holds a token of yours; never the token itself. */
export const AuthorizedApp = Type.Object({
  id: Type.String(),
  name: Type.String(),
  website: Nullable(Type.String()),
  scopes: Type.Array(Type.String()),
  created_at: Type.String({ description: 'Since when' }),
  last_used_at: Nullable(Type.String({ description: 'A day: `2026-11-24`' })),
  current: Type.Boolean({ description: 'Whether it is the app that asks' }),
})
export type AuthorizedApp = Static<typeof AuthorizedApp>
