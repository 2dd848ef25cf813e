// There is no module `pictures`: `media` stands below accounts in the order. Import from '../media/index.ts'
// (processAvatar, processHeader, keepPicture, dropPicture, pictureUrl, defaultPictureUrl, AVATAR_LIMITS …).
