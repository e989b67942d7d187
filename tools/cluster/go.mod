module trainyard.dev/tools/cluster

go 1.26
