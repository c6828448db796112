import "notifme-sdk";
