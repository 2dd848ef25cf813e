export const en = {
  automation: {
    limited:
      'Your account has made requests the way a program does. Until {until} it may make a tenth of the usual number; everything else stays as it is. If it is a bot, please mark it as one in your profile. If this is a mistake, write to those who run this network.',
  },
} as const
