/** The pages around an account: joining, confirming an address, a new password, leaving. Props in, a document out. */
import { checkbox, field, hidden, icon, noIndex, notice, type PageFrame, page, panel } from '../http/index.ts'
import { type Content, type Html, html } from '../kit/index.ts'

/** Field -> what is wrong with it, as a sentence. */
export type FieldErrors<Name extends string> = { readonly [Key in Name]?: string | undefined }

/** What every form carries: the token against forged requests, and what went wrong with the form as a whole. */
export interface FormProps extends PageFrame {
  readonly csrf: string
  readonly problem?: string | undefined
}

/** Kept in step with what sign-up accepts, so that the browser says it first. */
const USERNAME_MAX = 30
const PASSWORD_MIN = 8

type SignUpField = 'username' | 'email' | 'password' | 'reason' | 'invite' | 'agreement'

export interface SignUpProps extends FormProps {
  /** What was typed before, except the password. */
  readonly values?: { readonly [Key in Exclude<SignUpField, 'password' | 'agreement'>]?: string | undefined }
  readonly agreed?: boolean
  readonly errors?: FieldErrors<SignUpField>
  /** Shown in full above the box to tick. */
  readonly rules?: readonly { readonly text: string; readonly hint?: string }[]
}

/** POST /auth/sign_up. Asks for a reason or an invite code as `network.registration` says. */
export function signUpPage(props: SignUpProps): string {
  const { network, values = {}, errors = {}, rules = [] } = props
  const { registration } = network
  const host = new URL(network.url).host
  const rulesList =
    rules.length > 0 &&
    html`<section class="field" aria-labelledby="rules"><h2 class="label" id="rules">House rules</h2>
<ol class="rules">${rules.map(({ text, hint }) => html`<li>${text}${hint && html`<br><span class="soft small">${hint}</span>`}</li>`)}</ol></section>`
  const fields = html`
${field({ name: 'username', label: 'Username', value: values.username, error: errors.username, autocomplete: 'username', maxLength: USERNAME_MAX, hint: html`Letters, digits and underscores. People will find you as <b>@name@${host}</b>.` })}
${field({ name: 'email', label: 'E-mail address', type: 'email', value: values.email, error: errors.email, autocomplete: 'email', hint: 'We send a link there to confirm it. Nobody else sees it.' })}
${field({ name: 'password', label: 'Password', type: 'password', error: errors.password, autocomplete: 'new-password', minLength: PASSWORD_MIN, hint: `At least ${PASSWORD_MIN} characters.` })}
${registration === 'invite' && field({ name: 'invite', label: 'Invite code', value: values.invite, error: errors.invite })}
${registration === 'approval' && field({ name: 'reason', label: 'Why would you like to join?', type: 'textarea', value: values.reason, error: errors.reason, maxLength: 2000, hint: 'A moderator reads this before your account opens.' })}
${rulesList}
${checkbox({ name: 'agreement', label: rules.length > 0 ? 'I have read the rules and will keep to them.' : 'I will treat people here as I want to be treated.', checked: props.agreed, error: errors.agreement })}`
  return formPage(props, {
    title: `Join ${network.name}`,
    action: '/auth/sign_up',
    errors,
    fields,
    submit: registration === 'approval' ? 'Ask for an account' : 'Create account',
    after: html`Already here? <a href="/auth/sign_in">Sign in</a>`,
  })
}

/** Where nobody can sign up. */
export function registrationsClosedPage(props: PageFrame & { readonly message?: string }): string {
  return messagePage(props, {
    title: 'Not open to new people now',
    icon: 'door',
    body: html`<p>${props.message ?? `${props.network.name} takes no new accounts at the moment. You can still read what is public.`}</p>
<a class="button wide" href="/">Look around</a>`,
    after: html`Already here? <a href="/auth/sign_in">Sign in</a>`,
  })
}

export interface CheckMailProps extends PageFrame {
  readonly purpose: 'confirm' | 'reset' | 'change'
  /** Where the mail went. For `reset` it says nothing about whether such an account exists. */
  readonly email: string
  /** Where it is given, the confirmation can be sent once more: POST /auth/confirmation with `email`. */
  readonly csrf?: string
}

/** After anything that sent a link by mail. */
export function checkMailPage(props: CheckMailProps): string {
  const { purpose, email, csrf } = props
  const sentence = {
    confirm: html`We have sent a link to <b>${email}</b>. Open it, and your account is yours.`,
    reset: html`If <b>${email}</b> belongs to an account, a link to set a new password is on its way.`,
    change: html`We have sent a link to <b>${email}</b>. Your address changes when you open it; until then the old one stays.`,
  }[purpose]
  const again = html`<form method="post" action="/auth/confirmation">${hidden({ csrf, email })}
<button class="button quiet wide">Send it again</button></form>`
  return messagePage(props, {
    title: 'Check your mail',
    icon: 'mail',
    body: html`<p>${sentence}</p><p class="soft">Nothing there after a few minutes? Look into the spam folder.</p>${csrf && again}`,
  })
}

/** The link was opened and the account works. `continueHref` leads back to the app that the person came from. */
export function confirmedPage(props: PageFrame & { readonly continueHref?: string }): string {
  return messagePage(props, {
    title: 'Welcome aboard',
    icon: 'check',
    body: html`<p>Your e-mail address is confirmed. Sign in here, or in any Mastodon app as a member of <b>${new URL(props.network.url).host}</b>.</p>
<a class="button wide" href="${props.continueHref ?? '/auth/sign_in'}">${props.continueHref ? 'Continue' : 'Sign in'}</a>`,
  })
}

/** The address is confirmed, and a moderator has still to agree. */
export function awaitingApprovalPage(props: PageFrame): string {
  return messagePage(props, {
    title: 'A person is looking at it',
    icon: 'clock',
    body: html`<p>Your e-mail address is confirmed. A moderator reads each request to join ${props.network.name}; we write to you when yours is decided.</p>
<a class="button quiet wide" href="/">Look around meanwhile</a>`,
  })
}

/** POST /auth/confirmation: asks for the confirmation once more. */
export function resendPage(
  props: FormProps & { readonly email?: string; readonly errors?: FieldErrors<'email'> },
): string {
  return formPage(props, {
    title: 'Confirm your address',
    lead: 'Tell us the e-mail address that you signed up with, and we send you a new link.',
    action: '/auth/confirmation',
    errors: props.errors,
    fields: emailField({ value: props.email, error: props.errors?.email }),
    submit: 'Send the link',
    after: html`<a href="/auth/sign_in">Back to sign in</a>`,
  })
}

/** POST /auth/password/new: asks for a link to set a new password. */
export function forgotPasswordPage(
  props: FormProps & { readonly email?: string; readonly errors?: FieldErrors<'email'> },
): string {
  return formPage(props, {
    title: 'Forgot your password?',
    lead: 'Tell us your e-mail address, and we send you a link to set a new one.',
    action: '/auth/password/new',
    errors: props.errors,
    fields: emailField({ value: props.email, error: props.errors?.email }),
    submit: 'Send the link',
    after: html`<a href="/auth/sign_in">Back to sign in</a>`,
  })
}

export interface NewPasswordProps extends FormProps {
  /** From the mailed link; sent back as a hidden field. */
  readonly token: string
  /** Lets password managers know whose password this is. */
  readonly username?: string
  readonly errors?: FieldErrors<'password'>
}

/** POST /auth/password/edit. */
export function newPasswordPage(props: NewPasswordProps): string {
  const { token, username, errors } = props
  return formPage(props, {
    title: 'Set a new password',
    lead: 'Every app and browser that is signed in to your account is signed out.',
    action: '/auth/password/edit',
    errors,
    fields: html`${hidden({ token })}${username && html`<input type="text" name="username" value="${username}" autocomplete="username" readonly hidden>`}
${field({ name: 'password', label: 'New password', type: 'password', error: errors?.password, autocomplete: 'new-password', minLength: PASSWORD_MIN, hint: `At least ${PASSWORD_MIN} characters.` })}`,
    submit: 'Save password',
  })
}

export function passwordChangedPage(props: PageFrame): string {
  return messagePage(props, {
    title: 'Your password is changed',
    icon: 'check',
    body: html`<p>All other sessions are signed out. Use the new password from now on.</p>
<a class="button wide" href="/auth/sign_in">Sign in</a>`,
  })
}

/** POST /auth/email: asks for another address, and for the password. */
export function changeEmailPage(
  props: FormProps & {
    readonly acct: string
    readonly now: string
    readonly email?: string
    readonly errors?: FieldErrors<'email' | 'password'>
  },
): string {
  const { acct, now, email, errors } = props
  return formPage(props, {
    title: 'Change your e-mail address',
    lead: `We write to ${now || 'nobody'} now. A link goes to the new address; nothing changes until you open it.`,
    action: '/auth/email',
    errors,
    fields: html`<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${emailField({ label: 'New e-mail address', value: email, error: errors?.email })}
${field({ name: 'password', label: 'Your password', type: 'password', error: errors?.password, autocomplete: 'current-password' })}`,
    submit: 'Send the link',
    after: html`<a href="/">Keep the old one</a>`,
  })
}

export function emailChangedPage(props: PageFrame & { readonly email: string }): string {
  return messagePage(props, {
    title: 'Your address is changed',
    icon: 'mail',
    body: html`<p>From now on we write to <b>${props.email}</b>, and you sign in with it.</p>
<a class="button wide" href="/">Continue</a>`,
  })
}

/** A mailed link that is used up, too old or cut off. `again` leads to where a new one can be had. */
export function linkExpiredPage(
  props: PageFrame & { readonly again?: { readonly label: string; readonly href: string } },
): string {
  const { label, href } = props.again ?? { label: 'Sign in', href: '/auth/sign_in' }
  return messagePage(props, {
    title: 'This link no longer works',
    icon: 'clock',
    bad: true,
    body: html`<p>It may have been used already, or it is too old, or a piece of it is missing. Copy the whole link from the mail, or ask for a new one.</p>
<a class="button wide" href="${href}">${label}</a>`,
  })
}

/** POST /auth/delete: asks for the password. */
export function deleteAccountPage(
  props: FormProps & { readonly acct: string; readonly errors?: FieldErrors<'password'> },
): string {
  const { acct, errors, network } = props
  return formPage(props, {
    title: 'Delete your account',
    action: '/auth/delete',
    errors,
    fields: html`<div class="notice bad"><strong>This cannot be undone.</strong>
<p>Your profile, posts, follows and uploads on ${network.name} are deleted, and nobody can take the name <b>@${acct}</b> again, you included.</p></div>
<input type="text" name="username" value="${acct}" autocomplete="username" readonly hidden>
${field({ name: 'password', label: 'Your password', type: 'password', error: errors?.password, autocomplete: 'current-password' })}`,
    submit: html`Delete @${acct} for good`,
    danger: true,
    after: html`<a href="/">Keep my account</a>`,
  })
}

export function accountDeletedPage(props: PageFrame): string {
  return messagePage(props, {
    title: 'Your account is deleted',
    icon: 'check',
    body: html`<p>Thank you for having been here. What you wrote disappears now; copies elsewhere may take a while.</p>
<a class="button quiet wide" href="/">To the front page</a>`,
  })
}

const emailField = (props: { label?: string; value?: string | undefined; error?: string | undefined }): Html =>
  field({ name: 'email', type: 'email', autocomplete: 'email', label: 'E-mail address', ...props })

interface FormLayout {
  title: string
  lead?: string
  action: string
  errors: FieldErrors<string> | undefined
  fields: Html
  submit: Content
  danger?: boolean
  after?: Content
}

function formPage(props: FormProps, form: FormLayout): string {
  const wrong = Object.entries(form.errors ?? {}).filter(([, error]) => error)
  const summary =
    wrong.length > 0 &&
    html`<strong>Please look at this again:</strong>
<ul>${wrong.map(([name, error]) => html`<li><a href="#${name}">${error}</a></li>`)}</ul>`
  const trouble = summary || props.problem
  const body = html`${form.lead && html`<p class="soft">${form.lead}</p>`}
${notice(summary && props.problem ? html`<p>${props.problem}</p>${summary}` : trouble)}
<form class="stack" method="post" action="${form.action}">
${hidden({ csrf: props.csrf })}
${form.fields}
<button class="button wide${form.danger && ' danger'}">${form.danger && icon('alert')}${form.submit}</button>
</form>`
  return page({
    ...props,
    title: trouble ? `Error: ${form.title}` : form.title,
    head: noIndex,
    body: panel({ title: form.title, body, after: form.after }),
  })
}

function messagePage(frame: PageFrame, message: Parameters<typeof panel>[0] & { title: string }): string {
  return page({ ...frame, title: message.title, head: noIndex, body: panel(message) })
}
