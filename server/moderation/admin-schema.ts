/** The shapes of Mastodon's admin API. */
import Type, { type Static } from 'typebox'
import { Account, Role } from '../accounts/index.ts'
import { Flag, Id, PageQuery } from '../http/index.ts'
import { Status } from '../posts/index.ts'
import { Nullable, ReportCategory, Rule } from './schema.ts'

const word = <const T extends string[]>(...words: T) =>
  Type.Union(words.map((one) => Type.Literal(one))) as unknown as Type.TUnsafe<T[number]>

export const AdminAccount = Type.Object({
  id: Type.String(),
  username: Type.String(),
  domain: Type.Null(),
  created_at: Type.String(),
  email: Nullable(Type.String()),
  ip: Nullable(Type.String()),
  ips: Type.Array(Type.Object({ ip: Type.String(), used_at: Type.String() })),
  locale: Nullable(Type.String()),
  invite_request: Nullable(Type.String()),
  role: Role,
  confirmed: Type.Boolean(),
  approved: Type.Boolean(),
  disabled: Type.Boolean(),
  silenced: Type.Boolean(),
  suspended: Type.Boolean(),
  sensitized: Type.Boolean(),
  created_by_application_id: Nullable(Type.String()),
  invited_by_account_id: Nullable(Type.String()),
  account: Account,
})
export type AdminAccount = Static<typeof AdminAccount>

const flag = Type.Optional(Flag)
const text = Type.Optional(Type.String({ maxLength: 300 }))
const page = PageQuery(100, 200).properties

export const AccountsQuery = Type.Object({
  ...page,
  local: flag,
  remote: flag,
  active: flag,
  pending: flag,
  disabled: flag,
  silenced: flag,
  suspended: flag,
  sensitized: flag,
  staff: flag,
  by_domain: text,
  username: text,
  display_name: text,
  email: text,
  ip: text,
})

export const AccountsQueryV2 = Type.Object({
  ...page,
  origin: Type.Optional(word('local', 'remote')),
  status: Type.Optional(word('active', 'pending', 'disabled', 'silenced', 'suspended', 'sensitized')),
  permissions: Type.Optional(word('staff')),
  role_ids: Type.Optional(Type.Array(Type.String({ maxLength: 30 }), { maxItems: 20 })),
  invited_by: Type.Optional(Id),
  by_domain: text,
  username: text,
  display_name: text,
  email: text,
  ip: text,
})

const decision = {
  report_id: Type.Optional(Id),
  warning_preset_id: Type.Optional(Id),
  text: Type.Optional(Type.String({ maxLength: 10_000 })),
  send_email_notification: Type.Optional(Flag),
}
export const AccountAction = Type.Object({
  type: word('none', 'sensitive', 'disable', 'silence', 'suspend'),
  ...decision,
})
export const PostAction = Type.Object(decision)
export type Decision = Static<typeof PostAction>

export const RoleChange = Type.Object({ role: word('user', 'moderator', 'admin', 'owner') })

export const AdminReport = Type.Object({
  id: Type.String(),
  action_taken: Type.Boolean(),
  action_taken_at: Nullable(Type.String()),
  category: ReportCategory,
  comment: Type.String(),
  forwarded: Type.Boolean(),
  created_at: Type.String(),
  updated_at: Type.String(),
  account: AdminAccount,
  target_account: AdminAccount,
  assigned_account: Nullable(AdminAccount),
  action_taken_by_account: Nullable(AdminAccount),
  statuses: Type.Array(Status),
  rules: Type.Array(Rule),
})
export type AdminReport = Static<typeof AdminReport>

export const ReportsQuery = Type.Object({
  ...page,
  resolved: flag,
  account_id: Type.Optional(Id),
  target_account_id: Type.Optional(Id),
  by_target_domain: text,
})

export const ChangedReport = Type.Object({
  category: Type.Optional(ReportCategory),
  rule_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
})

const id = Type.String()
const created_at = Type.String()
const Domain = Type.String({ maxLength: 300 })

export const EmailDomainBlock = Type.Object({
  id,
  domain: Type.String(),
  created_at,
  history: Type.Array(
    Type.Object({
      day: Type.String({ description: 'Seconds since 1970 of its beginning, UTC' }),
      accounts: Type.String({ description: 'Sign-ups that were refused' }),
      uses: Type.String({ description: 'Network addresses that they came from' }),
    }),
  ),
})
export const NewDomain = Type.Object({ domain: Domain })

export const CanonicalEmailBlock = Type.Object({ id, canonical_email_hash: Type.String() })
export const NewCanonicalEmailBlock = Type.Object({
  email: Type.Optional(Type.String({ maxLength: 300 })),
  canonical_email_hash: Type.Optional(Type.String({ maxLength: 64 })),
})
export const TestedEmail = Type.Object({ email: Type.String({ maxLength: 300 }) })

const IpSeverity = word('sign_up_requires_approval', 'sign_up_block', 'no_access')
export type IpSeverity = Static<typeof IpSeverity>
export const IpBlock = Type.Object({
  id,
  ip: Type.String(),
  severity: IpSeverity,
  comment: Type.String(),
  created_at,
  expires_at: Nullable(Type.String()),
})
const comment = Type.Optional(Type.String({ maxLength: 2000 }))
const expires_in = Type.Optional(
  Nullable(Type.Integer({ minimum: 0, maximum: 10 * 365 * 24 * 3600, description: 'Seconds; 0 or null: never' })),
)
const Ip = Type.String({ maxLength: 60, description: 'An address or a range, as in 192.0.2.0/24' })
export const NewIpBlock = Type.Object({ ip: Ip, severity: IpSeverity, comment, expires_in })
export const ChangedIpBlock = Type.Object({
  ip: Type.Optional(Ip),
  severity: Type.Optional(IpSeverity),
  comment,
  expires_in,
})

const Severity = word('noop', 'silence', 'suspend')
export const DomainBlock = Type.Object({
  id,
  domain: Type.String(),
  digest: Type.String(),
  created_at,
  severity: Severity,
  reject_media: Type.Boolean(),
  reject_reports: Type.Boolean(),
  private_comment: Nullable(Type.String()),
  public_comment: Nullable(Type.String()),
  obfuscate: Type.Boolean(),
})
export const ChangedDomainBlock = Type.Object({
  severity: Type.Optional(Severity),
  reject_media: flag,
  reject_reports: flag,
  private_comment: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
  public_comment: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
  obfuscate: flag,
})
export const NewDomainBlock = Type.Object({ domain: Domain, ...ChangedDomainBlock.properties })
/** Mastodon's DomainBlock, as everybody may see it. */
export const PublicDomainBlock = Type.Object({
  domain: Type.String(),
  digest: Type.String(),
  severity: word('silence', 'suspend'),
  comment: Nullable(Type.String()),
})
export const DomainAllow = Type.Object({ id, domain: Type.String(), created_at })
