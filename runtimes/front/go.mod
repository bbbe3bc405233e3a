module dromedary.dev/front

go 1.21
