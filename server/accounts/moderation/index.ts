/** What staff may do, and what may be done to an account; who decides it and why is written above, in moderation. */
export {
  actingRole,
  COLLECTION_LIMIT,
  hasPermission,
  holdPermission,
  outranks,
  type Permission,
  permissionsOf,
  requirePermission,
  roleJson,
} from './permissions.ts'
export { purgeIps, releaseClaims, type Standing } from './queries.ts'
export { changeRole, changeStanding, holdAccount, noteIp, plainIp } from './standing.ts'
