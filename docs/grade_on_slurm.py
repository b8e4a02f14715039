"""Grade on a Slurm cluster: `.venv/bin/python docs/grade_on_slurm.py 02_vanilla_rnn`, typed on a login node.

It asks Slurm for workers by dask-jobqueue, grades with `python -m helpers grade --scheduler ADDRESS`, and gives the
workers back. Gradebook, records and feedback stay in the folder where it is typed. What is needed:

- the course's folder and its .venv on a file system that all nodes see, and dask-jobqueue beside it:
  `.venv/bin/python -m pip install -c constraints.txt -e '.[cluster]' dask-jobqueue`;
- bubblewrap and libseccomp on the nodes, with the right to make namespaces; `grade` names the worker where one is
  missing. Where the administrators install neither, grade on a machine of your own: there is no second best.

Whoever reaches a Dask scheduler can run programs as the one who started it. The connections are therefore encrypted,
and each side shows a certificate, made for this run alone, in a folder that nobody else may read.

Adapt what stands in capital letters. Words after the script's name are handed on to `grade`; `--print` alone shows
what would be handed to sbatch.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dask_jobqueue import SLURMCluster
from distributed import Security

COURSE = Path(__file__).resolve().parent.parent
QUEUE = "normal"
WORKERS = 8  # jobs that are asked of Slurm
CORES = 4  # of each: so many submissions at once
MEMORY = "16GB"  # of each: a submission may take 3 GB, and most take far less
WALLTIME = "02:00:00"
INTERFACE: str | None = None  # the network that login and other nodes share, such as "ib0"; None: what Dask chooses


def made_security(folder: Path) -> Security:
    """What both sides of a connection show, made in this folder: one key, with a certificate that it has signed."""
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    kind = ["-newkey", "rsa:3072", "-nodes", "-days", "2", "-subj", "/CN=unrolled"]
    command = ["openssl", "req", "-x509", *kind, "-keyout", key, "-out", certificate]
    subprocess.run(command, check=True, capture_output=True)
    sides = {
        f"tls_{side}_{what}": path
        for side in ("scheduler", "worker", "client")
        for what, path in (("key", key), ("cert", certificate))
    }
    return Security(require_encryption=True, tls_ca_file=certificate, **sides)


def made_cluster(security: Security) -> SLURMCluster:
    """A scheduler in this process, and no workers yet."""
    return SLURMCluster(
        queue=QUEUE,
        cores=CORES,
        processes=1,  # one worker a job, with a thread for each core
        memory=MEMORY,
        walltime=WALLTIME,
        python=sys.executable,
        interface=INTERFACE,
        protocol="tls://",
        security=security,
        worker_extra_args=["--no-dashboard"],
        job_script_prologue=[f"cd {COURSE}", f"export PYTHONPATH={COURSE}", "export OMP_NUM_THREADS=1"],
        scheduler_options={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
    )


def grade(cluster: SLURMCluster, security: Security, words: list[str]) -> int:
    """Run the command on the cluster; returns its exit code. It finds its certificate in Dask's configuration."""
    client = security.get_tls_config_for_role("client")
    variables = {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": client["ca_file"],
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": client["cert"],
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY": client["key"],
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
    }
    command = [sys.executable, "-m", "helpers", "grade", "--scheduler", cluster.scheduler_address, *words]
    return subprocess.run(command, cwd=COURSE, env=os.environ | variables, check=False).returncode


def main(words: list[str]) -> int:
    """Grade, or show the job that Slurm would be asked for; returns the exit code."""
    sys.path.insert(0, str(COURSE))  # the scheduler in this process loads the course's task by its name
    with tempfile.TemporaryDirectory(dir=Path.home(), prefix=".unrolled-tls-") as folder:
        security = made_security(Path(folder))
        with made_cluster(security) as cluster:
            if words == ["--print"]:
                print(cluster.job_script())
                return 0
            cluster.scale(jobs=WORKERS)
            cluster.wait_for_workers(1)  # the others are used as Slurm starts them
            return grade(cluster, security, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
