export const en = {
  frame: {
    skip: 'Skip to content',
    account: 'Account',
    signIn: 'Sign in',
    signOut: 'Sign out',
    join: 'Join',
    settings: 'Settings',
    yourSettings: 'Your settings',
    about: 'About this network',
    worksWith: '{network} works with every Mastodon app.',
    language: 'Language',
  },
} as const
