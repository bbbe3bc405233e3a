module dromedary.dev/provision

go 1.26.0

require github.com/xi2/xz v0.0.0-20171230120015-48954b6210f8
