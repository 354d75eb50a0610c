module clusterseed.invalid/probe

go 1.24
