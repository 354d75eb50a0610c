module clusterseed.invalid/version-table

go 1.24
